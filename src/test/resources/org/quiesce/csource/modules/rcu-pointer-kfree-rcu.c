/* expected: holds */
/* The same, but RCU frees it. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct settings {
	int period;
	struct rcu_head rcu;
};

static struct settings __rcu *settings;
static DEFINE_MUTEX(update);
static struct task_struct *task;

static int poller(void *data)
{
	struct settings *now;

	while (!kthread_should_stop()) {
		rcu_read_lock();
		now = rcu_dereference(settings);
		if (now)
			poll_every(now->period);
		rcu_read_unlock();
		msleep(10);
	}
	return 0;
}

static void reset(void)
{
	struct settings *old;

	mutex_lock(&update);
	old = rcu_replace_pointer(settings, NULL, lockdep_is_held(&update));
	mutex_unlock(&update);
	if (!old)
		return;
	kfree_rcu(old, rcu);
}

static ssize_t reset_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	reset();
	return len;
}

static const struct file_operations reset_fops = {
	.owner = THIS_MODULE,
	.write = reset_write,
};

static int __init poller_init(void)
{
	struct settings *first = kzalloc(sizeof(*first), GFP_KERNEL);

	if (!first)
		return -ENOMEM;
	rcu_assign_pointer(settings, first);
	task = kthread_run(poller, NULL, "poller");
	if (IS_ERR(task)) {
		reset();
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit poller_exit(void)
{
	reset();
	kthread_stop(task);
}

module_init(poller_init);
module_exit(poller_exit);
MODULE_LICENSE("GPL");
