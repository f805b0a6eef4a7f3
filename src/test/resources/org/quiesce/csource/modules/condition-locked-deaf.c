/* expected: StopTerminates ThreadExits UnloadCompletes */
/* A condition that takes a lock to look, and does not ask for the stop. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct mailbox {
	spinlock_t lock;
	bool full;
	wait_queue_head_t wq;
	struct task_struct *reader;
};

static struct mailbox box;

static bool mail_or_stop(struct mailbox *b)
{
	bool full;

	spin_lock(&b->lock);
	full = b->full;
	b->full = false;
	spin_unlock(&b->lock);
	return full;
}

static int read_mail(void *data)
{
	struct mailbox *b = data;

	while (!kthread_should_stop()) {
		wait_event(b->wq, mail_or_stop(b));
		deliver(1);
	}
	return 0;
}

static ssize_t post_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	spin_lock(&box.lock);
	box.full = true;
	spin_unlock(&box.lock);
	wake_up(&box.wq);
	return len;
}

static const struct file_operations post_fops = {
	.owner = THIS_MODULE,
	.write = post_write,
};

static int __init mail_init(void)
{
	spin_lock_init(&box.lock);
	init_waitqueue_head(&box.wq);
	box.reader = kthread_run(read_mail, &box, "mail");
	return PTR_ERR_OR_ZERO(box.reader);
}

static void __exit mail_exit(void)
{
	kthread_stop(box.reader);
}

module_init(mail_init);
module_exit(mail_exit);
MODULE_LICENSE("GPL");
