/*
 * Exit waits until the thread says that it is done. The thread still has to
 * return then.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;
static DECLARE_COMPLETION(done);

static int worker(void *data)
{
	msleep(100);
	complete(&done);
	/* exit may return now, and this text be freed */
	return 0;
}

static int __init selftest_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit selftest_exit(void)
{
	wait_for_completion(&done);
}

module_init(selftest_init);
module_exit(selftest_exit);
MODULE_DESCRIPTION("Exit waits for a completion that comes too early");
MODULE_LICENSE("GPL");
