/*
 * A clean-up must not be interrupted.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct buffer {
	unsigned long polls;
};

static struct task_struct *task, *flusher_task;
static DEFINE_MUTEX(lock);
static struct buffer *buffer;
static unsigned long total;

static int worker(void *data)
{
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	while (!kthread_should_stop()) {
		if (buffer)
			buffer->polls++;
		msleep(100);
	}
	mutex_lock(&lock);
	total += buffer ? buffer->polls : 0;
	kfree(buffer);
	mutex_unlock(&lock);
	return 0;
}

static int flusher(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&lock);
		pr_info("%lu polls\n", total);
		mutex_unlock(&lock);
		msleep(100);
	}
	return 0;
}

static int __init logging_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	flusher_task = kthread_run(flusher, NULL, "flusher");
	if (IS_ERR(flusher_task)) {
		kthread_stop(task);
		return PTR_ERR(flusher_task);
	}
	return 0;
}

static void __exit logging_exit(void)
{
	kthread_stop(task);
	kthread_stop(flusher_task);
}

module_init(logging_init);
module_exit(logging_exit);
MODULE_DESCRIPTION("The thread cleans up uninterruptibly");
MODULE_LICENSE("GPL");
