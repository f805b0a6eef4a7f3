/*
 * Nothing holds the module while a connection is served.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *conn_task;
static bool hung_up;
static struct dentry *dir;

static int conn_handler(void *data)
{
	while (!hung_up)
		msleep(100);
	return 0;
}

static int client(const char *val, const struct kernel_param *kp)
{
	hung_up = true;
	return 0;
}

static const struct kernel_param_ops client_ops = { .set = client };
module_param_cb(client, &client_ops, NULL, 0200);

static ssize_t accept(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	conn_task = kthread_run(conn_handler, NULL, "conn_handler");
	return len;
}

static const struct file_operations accept_fops = {
	.owner = THIS_MODULE,
	.write = accept,
};

static int __init ksmbd_connections_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("accept", 0200, dir, NULL, &accept_fops);
	return 0;
}

static void __exit ksmbd_connections_exit(void)
{
	debugfs_remove(dir);
}

module_init(ksmbd_connections_init);
module_exit(ksmbd_connections_exit);
MODULE_DESCRIPTION("ksmbd goes while its connections are served");
MODULE_LICENSE("GPL");
