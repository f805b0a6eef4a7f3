/*
 * Init text is there while init runs, and init waits until the thread has left
 * it. Linux 5.17 or later; before, the call is complete_and_exit().
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;
static DECLARE_COMPLETION(done);

static int __init worker(void *data)
{
	msleep(100);
	kthread_complete_and_exit(&done, 0);
}

static int __init discarded_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	wait_for_completion(&done);
	return 0;
}

static void __exit discarded_exit(void)
{
	/* the thread has ended */
}

module_init(discarded_init);
module_exit(discarded_exit);
MODULE_DESCRIPTION("Init waits for the thread that runs in init text");
MODULE_LICENSE("GPL");
