/*
 * A thread that failed cleans up under the mutex.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static struct task_struct *svc_task;
static DEFINE_MUTEX(sv_mutex);
static DECLARE_COMPLETION(ready);
static struct dentry *dir;

static bool fault;
module_param(fault, bool, 0600);

static bool out_of_memory(void)
{
	return READ_ONCE(fault);
}

static int svc_thread(void *data)
{
	if (out_of_memory()) {
		mutex_lock(&sv_mutex);
		svc_task = NULL;
		mutex_unlock(&sv_mutex);
		kthread_complete_and_exit(&ready, -ENOMEM);
	}
	complete(&ready);
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t start_threads(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&sv_mutex);
	svc_task = kthread_run(svc_thread, NULL, "svc_thread");
	if (IS_ERR(svc_task)) {
		svc_task = NULL;
		mutex_unlock(&sv_mutex);
		return -ENOMEM;
	}
	wait_for_completion(&ready);
	mutex_unlock(&sv_mutex);
	return len;
}

static const struct file_operations start_threads_fops = {
	.owner = THIS_MODULE,
	.write = start_threads,
};

static int __init svc_thread_init_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("start_threads", 0200, dir, NULL, &start_threads_fops);
	return 0;
}

static void __exit svc_thread_init_exit(void)
{
	debugfs_remove(dir);
	if (svc_task)
		kthread_stop(svc_task);
}

module_init(svc_thread_init_init);
module_exit(svc_thread_init_exit);
MODULE_DESCRIPTION("A service thread that can't start needs the lock of its starter");
MODULE_LICENSE("GPL");
