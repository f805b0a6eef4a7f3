/* expected: holds */
/* Nobody waits for the mutex, so that mutex_unlock() does not look at it once more when the next owner has it. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct log {
	struct mutex lock;
	bool flushed;
};

static struct log *log;
static struct task_struct *task;

static int log_fn(void *data)
{
	mutex_lock(&log->lock);
	log->flushed = true;
	mutex_unlock(&log->lock);
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}

static int __init log_init(void)
{
	log = kzalloc(sizeof(*log), GFP_KERNEL);
	if (!log)
		return -ENOMEM;
	mutex_init(&log->lock);
	task = kthread_run(log_fn, NULL, "log");
	if (IS_ERR(task)) {
		kfree(log);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit log_exit(void)
{
	bool flushed;

	do {
		msleep(1);
		if (!mutex_trylock(&log->lock)) {
			flushed = false;
			continue;
		}
		flushed = log->flushed;
		mutex_unlock(&log->lock);
	} while (!flushed);
	kfree(log);
	kthread_stop(task);
}

module_init(log_init);
module_exit(log_exit);
MODULE_LICENSE("GPL");
