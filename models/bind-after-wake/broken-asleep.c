/*
 * The thread says that it is ready and sleeps until it was bound: the state is
 * right, but the thread has been woken before.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;
static DECLARE_COMPLETION(ready);

static int worker(void *data)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
	complete(&ready);
	schedule();
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init bound_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	wait_for_completion(&ready);
	kthread_bind(task, 0);
	wake_up_process(task);
	return 0;
}

static void __exit bound_exit(void)
{
	kthread_stop(task);
}

module_init(bound_init);
module_exit(bound_exit);
MODULE_DESCRIPTION("The thread is bound in a sleep of its own");
MODULE_LICENSE("GPL");
