/*
 * One worker, one thread.
 */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker worker;
static struct task_struct *task;

static void item(struct kthread_work *unused)
{
	/* write everything back */
}

static DEFINE_KTHREAD_WORK(work, item);

static int __init started_init(void)
{
	kthread_init_worker(&worker);
	task = kthread_run(kthread_worker_fn, &worker, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit started_exit(void)
{
	kthread_queue_work(&worker, &work);
	kthread_flush_worker(&worker);
	kthread_stop(task);
}

module_init(started_init);
module_exit(started_exit);
MODULE_DESCRIPTION("One thread runs the worker");
MODULE_LICENSE("GPL");
