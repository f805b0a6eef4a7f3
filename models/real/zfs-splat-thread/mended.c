/*
 * The queue is woken under the lock, which the waiter takes before it returns.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct tp {
	unsigned long count;
};

static struct task_struct *splat_task;
static struct tp *tp;
static DEFINE_SPINLOCK(tp_lock);
static DECLARE_WAIT_QUEUE_HEAD(tp_waitq);
static bool done;
static bool seen;

static int splat_thread(void *data)
{
	spin_lock(&tp_lock);
	done = true;
	tp->count++;
	wake_up(&tp_waitq);
	spin_unlock(&tp_lock);
	return 0;
}

static int __init splat_thread_init(void)
{
	tp = kzalloc(sizeof(*tp), GFP_KERNEL);
	if (!tp)
		return -ENOMEM;
	splat_task = kthread_create(splat_thread, NULL, "splat_thread");
	if (IS_ERR(splat_task)) {
		kfree(tp);
		return PTR_ERR(splat_task);
	}
	get_task_struct(splat_task);
	wake_up_process(splat_task);
	wait_event(tp_waitq, done);
	spin_lock(&tp_lock);
	seen = true;
	spin_unlock(&tp_lock);
	kfree(tp);
	return 0;
}

static void __exit splat_thread_exit(void)
{
	kthread_stop(splat_task);
	put_task_struct(splat_task);
}

module_init(splat_thread_init);
module_exit(splat_thread_exit);
MODULE_DESCRIPTION("A thread wakes a queue on a stack that is gone");
MODULE_LICENSE("GPL");
