/*
 * Without a log writer the sync returns.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *sc_task;
static DECLARE_WAIT_QUEUE_HEAD(wait_daemon);
static DECLARE_WAIT_QUEUE_HEAD(wait_request);
static bool request;
static struct dentry *dir;

static int segctord(void *data)
{
	for (;;) {
		wait_event_idle(wait_daemon, request || kthread_should_stop());
		if (kthread_should_stop())
			break;
		request = false;
		wake_up(&wait_request);
	}
	return 0;
}

static ssize_t fsync(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (sc_task) {
		request = true;
		wake_up(&wait_daemon);
		wait_event(wait_request, !request);
	}
	return len;
}

static const struct file_operations fsync_fops = {
	.owner = THIS_MODULE,
	.write = fsync,
};

static int __init nilfs2_sync_init(void)
{
	sc_task = kthread_run(segctord, NULL, "segctord");
	if (IS_ERR(sc_task))
		return PTR_ERR(sc_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("fsync", 0200, dir, NULL, &fsync_fops);
	return 0;
}

static void __exit nilfs2_sync_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(sc_task);
	sc_task = NULL;
	if (sc_task) {
		request = true;
		wake_up(&wait_daemon);
		wait_event(wait_request, !request);
	}
}

module_init(nilfs2_sync_init);
module_exit(nilfs2_sync_exit);
MODULE_DESCRIPTION("nilfs2 waits for a log writer that it has stopped");
MODULE_LICENSE("GPL");
