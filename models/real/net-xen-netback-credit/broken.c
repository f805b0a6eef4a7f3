/*
 * The interface is taken off the list, then the timer deleted.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct vif {
	unsigned long count;
};

static struct task_struct *netbk_task;
static struct vif *vif;
static DEFINE_SPINLOCK(list_lock);
static bool schedulable = true;
static bool listed;
static struct dentry *dir;

static void credit_timeout(struct timer_list *unused)
{
	spin_lock(&list_lock);
	if (schedulable)
		listed = true;
	spin_unlock(&list_lock);
}

static DEFINE_TIMER(credit_timeout_timer, credit_timeout);

static int netback_kthread(void *data)
{
	while (!kthread_should_stop()) {
		spin_lock(&list_lock);
		if (listed) {
			listed = false;
			vif->count++;
		}
		spin_unlock(&list_lock);
		msleep(100);
	}
	return 0;
}

static ssize_t transmit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mod_timer(&credit_timeout_timer, jiffies + HZ);
	return len;
}

static const struct file_operations transmit_fops = {
	.owner = THIS_MODULE,
	.write = transmit,
};

static int __init xen_netback_credit_init(void)
{
	vif = kzalloc(sizeof(*vif), GFP_KERNEL);
	if (!vif)
		return -ENOMEM;
	netbk_task = kthread_run(netback_kthread, NULL, "netback_kthread");
	if (IS_ERR(netbk_task)) {
		kfree(vif);
		return PTR_ERR(netbk_task);
	}
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("transmit", 0200, dir, NULL, &transmit_fops);
	return 0;
}

static void __exit xen_netback_credit_exit(void)
{
	debugfs_remove(dir);
	spin_lock(&list_lock);
	listed = false;
	spin_unlock(&list_lock);
	timer_delete_sync(&credit_timeout_timer);
	kfree(vif);
	kthread_stop(netbk_task);
}

module_init(xen_netback_credit_init);
module_exit(xen_netback_credit_exit);
MODULE_DESCRIPTION("xen-netback's credit timer brings back what was taken away");
MODULE_LICENSE("GPL");
