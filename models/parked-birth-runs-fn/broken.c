/*
 * The thread is parked until it has a buffer. When it gets none it is
 * stopped, and that ends the park, too.
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
	do {
		buffer->count++;
		msleep(100);
	} while (!kthread_should_stop());
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
MODULE_DESCRIPTION("A thread parked at birth runs when it is stopped");
MODULE_LICENSE("GPL");
