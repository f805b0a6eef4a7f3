/*
 * There is one way out, past the kfree().
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

struct buffer {
	unsigned long count;
};

static struct task_struct *task;

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static int worker(void *data)
{
	struct buffer *buffer;
	int ret;

	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	ret = 0;
	while (!kthread_should_stop()) {
		if (device_failed()) {
			ret = -ENODEV;
			break;
		}
		buffer->count++;
		msleep(100);
	}
	kfree(buffer);
	return ret;
}

static int __init failing_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void __exit failing_exit(void)
{
	kthread_stop(task);
	put_task_struct(task);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("The thread frees its buffer on every way out");
MODULE_LICENSE("GPL");
