/*
 * The work is ended, then the interfaces removed.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct gb_interface {
	unsigned long count;
};

static struct gb_interface *gb_interface;
static struct dentry *dir;

static void process_request(struct work_struct *unused)
{
	gb_interface->count++;
}

static DECLARE_WORK(process_request_work, process_request);

static ssize_t svc_event(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	schedule_work(&process_request_work);
	return len;
}

static const struct file_operations svc_event_fops = {
	.owner = THIS_MODULE,
	.write = svc_event,
};

static int __init svc_work_init(void)
{
	gb_interface = kzalloc(sizeof(*gb_interface), GFP_KERNEL);
	if (!gb_interface)
		return -ENOMEM;
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("svc_event", 0200, dir, NULL, &svc_event_fops);
	return 0;
}

static void __exit svc_work_exit(void)
{
	debugfs_remove(dir);
	cancel_work_sync(&process_request_work);
	kfree(gb_interface);
}

module_init(svc_work_init);
module_exit(svc_work_exit);
MODULE_DESCRIPTION("Greybus removes interfaces that queued work is about");
MODULE_LICENSE("GPL");
