/*
 * The thread's last deed is a task work, which frees its buffer. Mainline does
 * not export task_work_add(): only kernels that do, such as Debian's, load
 * this.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/task_work.h>

struct buffer {
	unsigned long count;
};

static struct task_struct *task;
static struct buffer *buffer;

/* runs when the thread exits, and after a stop of it has returned */
static void cleanup(struct callback_head *unused)
{
	kfree(buffer);
}

static struct callback_head cleanup_head = { .func = cleanup };

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
	task_work_add(task, &cleanup_head, TWA_NONE);
	return 0;
}

static void __exit buffered_exit(void)
{
	kthread_stop(task);
}

module_init(buffered_init);
module_exit(buffered_exit);
MODULE_DESCRIPTION("The thread cleans up in a task work");
MODULE_LICENSE("GPL");
