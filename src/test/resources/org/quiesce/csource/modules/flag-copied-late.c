/* expected: NoUseAfterFree */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct reader {
	struct mutex lock;
	bool done;
};

static struct reader *reader;
static struct task_struct *task;

static int worker(void *data)
{
	mutex_lock(&reader->lock);
	reader->done = true;
	mutex_unlock(&reader->lock);
	while (!kthread_should_stop()) {
		msleep(100);
		reader->done = true;
	}
	return 0;
}

static int __init reader_init(void)
{
	reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	if (!reader)
		return -ENOMEM;
	mutex_init(&reader->lock);
	task = kthread_run(worker, NULL, "reader");
	if (IS_ERR(task)) {
		kfree(reader);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit reader_exit(void)
{
	bool done;

	mutex_lock(&reader->lock);
	done = reader->done;
	mutex_unlock(&reader->lock);
	if (done)
		kfree(reader);
	kthread_stop(task);
	if (!done)
		kfree(reader);
}

module_init(reader_init);
module_exit(reader_exit);
MODULE_LICENSE("GPL");
