/* expected: holds */
/* A thread that leaves by itself and is started again: each start clears what the one before left. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>

#define FEED_START 1
#define FEED_STOP 2

static DEFINE_MUTEX(lock);
static DECLARE_COMPLETION(gone);
static bool running;
static bool leave;

static int feed(void *unused)
{
	while (!READ_ONCE(leave))
		msleep(20);
	kthread_complete_and_exit(&gone, 0);
	return 0;
}

static int feed_start(void)
{
	struct task_struct *task;

	if (running)
		return -EBUSY;
	WRITE_ONCE(leave, false);
	reinit_completion(&gone);
	task = kthread_run(feed, NULL, "feed");
	if (IS_ERR(task))
		return PTR_ERR(task);
	running = true;
	return 0;
}

static void feed_stop(void)
{
	if (!running)
		return;
	WRITE_ONCE(leave, true);
	wait_for_completion(&gone);
	running = false;
}

static long feed_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	long ret = 0;

	mutex_lock(&lock);
	switch (cmd) {
	case FEED_START:
		ret = feed_start();
		break;
	case FEED_STOP:
		feed_stop();
		break;
	default:
		ret = -ENOTTY;
	}
	mutex_unlock(&lock);
	return ret;
}

static const struct file_operations feed_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = feed_ioctl,
};

static struct miscdevice feed_dev = { .minor = MISC_DYNAMIC_MINOR, .name = "feed", .fops = &feed_fops };

static int __init feed_init(void)
{
	return misc_register(&feed_dev);
}

static void __exit feed_exit(void)
{
	misc_deregister(&feed_dev);
	feed_stop();
}

module_init(feed_init);
module_exit(feed_exit);
MODULE_LICENSE("GPL");
