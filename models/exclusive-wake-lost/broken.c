/*
 * The wake-up for the work goes to one thread; if that is the one that is
 * stopped, it takes the wake-up with it.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/wait.h>

static struct task_struct *task;
static struct task_struct *other;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static bool work;

static int worker(void *data)
{
	for (;;) {
		wait_event_idle_exclusive(queue, work || kthread_should_stop());
		if (kthread_should_stop())
			break;
		work = false;
		/* a write-back, which does no harm if both do it */
		complete(&done);
	}
	return 0;
}

static int __init pooled_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	other = kthread_run(worker, NULL, "worker");
	if (IS_ERR(other)) {
		kthread_stop(task);
		return PTR_ERR(other);
	}
	return 0;
}

static void __exit pooled_exit(void)
{
	/* the last write-back, for which one thread is enough */
	work = true;
	wake_up(&queue);
	kthread_stop(task);
	wait_for_completion(&done);
	kthread_stop(other);
}

module_init(pooled_init);
module_exit(pooled_exit);
MODULE_DESCRIPTION("A thread that is stopped keeps the wake-up for the work");
MODULE_LICENSE("GPL");
