/* expected: holds */
/* Bits of a word say what the thread is to do, and that it is done for. */
#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/wait.h>

enum { RELAY_PENDING, RELAY_DEAD };

struct relay {
	unsigned long flags;
	atomic_t sent;
	wait_queue_head_t wait;
	struct task_struct *task;
};

static struct relay *relay;

static int relay_fn(void *data)
{
	struct relay *r = data;

	while (!kthread_should_stop()) {
		wait_event_interruptible(r->wait, test_bit(RELAY_PENDING, &r->flags) || kthread_should_stop());
		if (test_and_clear_bit(RELAY_PENDING, &r->flags))
			atomic_inc(&r->sent);
	}
	return 0;
}

static ssize_t relay_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	if (test_bit(RELAY_DEAD, &relay->flags))
		return -ENODEV;
	set_bit(RELAY_PENDING, &relay->flags);
	wake_up_interruptible(&relay->wait);
	return len;
}

static const struct file_operations relay_fops = {
	.owner = THIS_MODULE,
	.write = relay_write,
};

static struct miscdevice relay_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "relay",
	.fops = &relay_fops,
};

static int __init relay_init(void)
{
	int err;

	relay = kzalloc(sizeof(*relay), GFP_KERNEL);
	if (!relay)
		return -ENOMEM;
	relay->flags = 0;
	atomic_set(&relay->sent, 0);
	init_waitqueue_head(&relay->wait);
	relay->task = kthread_run(relay_fn, relay, "relay");
	if (IS_ERR(relay->task)) {
		err = PTR_ERR(relay->task);
		goto free;
	}
	err = misc_register(&relay_dev);
	if (err)
		goto stop;
	return 0;

stop:
	kthread_stop(relay->task);
free:
	kfree(relay);
	return err;
}

static void __exit relay_exit(void)
{
	misc_deregister(&relay_dev);
	set_bit(RELAY_DEAD, &relay->flags);
	kthread_stop(relay->task);
	kfree(relay);
}

module_init(relay_init);
module_exit(relay_exit);
MODULE_LICENSE("GPL");
