/*
 * Who allocated the buffer frees it, after the stop.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

static struct task_struct *task;
static struct { int uses; } *buffer;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		buffer->uses++;
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
MODULE_DESCRIPTION("Exit frees what the thread was given");
MODULE_LICENSE("GPL");
