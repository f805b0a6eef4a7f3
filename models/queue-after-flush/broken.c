/*
 * The thread queues the item once more before it is stopped.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct buffer {
	unsigned long count;
};

static struct task_struct *task;
static struct buffer *buffer;

static void item(struct work_struct *unused)
{
	buffer->count++;
}

static DECLARE_WORK(work, item);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		schedule_work(&work);
		msleep(100);
	}
	return 0;
}

static int __init fed_init(void)
{
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		kfree(buffer);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit fed_exit(void)
{
	cancel_work_sync(&work);
	kthread_stop(task);
	kfree(buffer);
}

module_init(fed_init);
module_exit(fed_exit);
MODULE_DESCRIPTION("Exit cancels an item that the thread queues again");
MODULE_LICENSE("GPL");
