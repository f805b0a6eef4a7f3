/*
 * The thread asks first why it was let go.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct buffer {
	unsigned long count;
};

static struct task_struct *task;
static struct buffer *buffer;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		buffer->count++;
		msleep(100);
	}
	return 0;
}

static int __init parked_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	kthread_park(task);
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer) {
		kthread_stop(task);
		return -ENOMEM;
	}
	kthread_unpark(task);
	return 0;
}

static void __exit parked_exit(void)
{
	kthread_stop(task);
	kfree(buffer);
}

module_init(parked_init);
module_exit(parked_exit);
MODULE_DESCRIPTION("A thread parked at birth tests for the stop first");
MODULE_LICENSE("GPL");
