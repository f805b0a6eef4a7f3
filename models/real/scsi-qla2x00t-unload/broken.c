/*
 * The queues are freed, then the thread is stopped.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct rsp_queue {
	unsigned long count;
};

static struct task_struct *dpc_task;
static struct rsp_queue *rsp_queue;
static struct dentry *dir;

static int do_dpc(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		rsp_queue->count++;
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t response(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	wake_up_process(dpc_task);
	return len;
}

static const struct file_operations response_fops = {
	.owner = THIS_MODULE,
	.write = response,
};

static int __init qla2x00t_unload_init(void)
{
	rsp_queue = kzalloc(sizeof(*rsp_queue), GFP_KERNEL);
	if (!rsp_queue)
		return -ENOMEM;
	dpc_task = kthread_run(do_dpc, NULL, "do_dpc");
	if (IS_ERR(dpc_task)) {
		kfree(rsp_queue);
		return PTR_ERR(dpc_task);
	}
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("response", 0200, dir, NULL, &response_fops);
	return 0;
}

static void __exit qla2x00t_unload_exit(void)
{
	debugfs_remove(dir);
	kfree(rsp_queue);
	kthread_stop(dpc_task);
}

module_init(qla2x00t_unload_init);
module_exit(qla2x00t_unload_exit);
MODULE_DESCRIPTION("qla2x00t takes its host apart under a thread");
MODULE_LICENSE("GPL");
