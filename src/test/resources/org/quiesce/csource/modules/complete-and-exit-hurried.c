/* expected: NoCodeAfterUnload */
/* Exit waits for the thread for a second at most. */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct completion finished;
static bool quit;

static int job(void *unused)
{
	while (!READ_ONCE(quit))
		msleep(20);
	kthread_complete_and_exit(&finished, 0);
}

static int __init job_init(void)
{
	struct task_struct *task;

	init_completion(&finished);
	task = kthread_run(job, NULL, "job");
	return PTR_ERR_OR_ZERO(task);
}

static void __exit job_exit(void)
{
	WRITE_ONCE(quit, true);
	if (!wait_for_completion_timeout(&finished, HZ))
		pr_warn("job is late\n");
}

module_init(job_init);
module_exit(job_exit);
MODULE_LICENSE("GPL");
