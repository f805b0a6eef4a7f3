/* expected: FreezeCompletes */
/* A freezable thread that never freezes in its loop. */
#include <linux/freezer.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int poll(void *data)
{
	set_freezable();
	do {
		msleep_interruptible(1000);
	} while (!kthread_should_stop());
	return 0;
}

static int __init poll_init(void)
{
	task = kthread_run(poll, NULL, "poll");
	if (IS_ERR(task)) {
		pr_err("no thread: %ld\n", PTR_ERR(task));
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit poll_exit(void)
{
	kthread_stop(task);
}

module_init(poll_init);
module_exit(poll_exit);
MODULE_LICENSE("GPL");
