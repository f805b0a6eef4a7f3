/*
 * After the stop nobody uses the buffer any more, whether the thread ever ran
 * or not.
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

static int __init buffered_init(void)
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

static void __exit buffered_exit(void)
{
	kthread_stop(task);
	kfree(buffer);
}

module_init(buffered_init);
module_exit(buffered_exit);
MODULE_DESCRIPTION("Exit cleans up after the stop");
MODULE_LICENSE("GPL");
