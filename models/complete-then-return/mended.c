/*
 * The thread leaves module text first; core text completes for it.
 * Linux 5.17 or later; before, the call is complete_and_exit().
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
	kthread_complete_and_exit(&done, 0);
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
MODULE_DESCRIPTION("The completion comes from core text");
MODULE_LICENSE("GPL");
