/*
 * The thread waits for an item that the queue has dropped.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static struct workqueue_struct *queue;
static struct task_struct *task;
static DECLARE_COMPLETION(done);

static void item(struct work_struct *unused)
{
	/* do what was asked for */
	complete(&done);
}

static DECLARE_WORK(work, item);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		queue_work(queue, &work);
		wait_for_completion(&done);
	}
	return 0;
}

static int __init submitting_init(void)
{
	queue = alloc_workqueue("submitting", 0, 0);
	if (!queue)
		return -ENOMEM;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		destroy_workqueue(queue);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit submitting_exit(void)
{
	destroy_workqueue(queue);
	kthread_stop(task);
}

module_init(submitting_init);
module_exit(submitting_exit);
MODULE_DESCRIPTION("Exit destroys the workqueue, then stops the thread");
MODULE_LICENSE("GPL");
