/*
 * The stopped thread returns.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

struct buffer {
	unsigned long count;
};

static struct task_struct *ail_task;
static struct buffer *buffer;
static bool shut_down;
static bool queued;

static int xfsaild(void *data)
{
	while (!kthread_should_stop()) {
		if (!queued) {
			buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
			if (!buffer)
				return -ENOMEM;
			queued = true;
		}
		if (!shut_down) {
			if (queued) {
				queued = false;
				kfree(buffer);
			}
		}
		msleep(100);
	}
	return 0;
}

static int disk(const char *val, const struct kernel_param *kp)
{
	shut_down = true;
	return 0;
}

static const struct kernel_param_ops disk_ops = { .set = disk };
module_param_cb(disk, &disk_ops, NULL, 0200);

static int __init xfs_ail_init(void)
{
	ail_task = kthread_create(xfsaild, NULL, "xfsaild");
	if (IS_ERR(ail_task))
		return PTR_ERR(ail_task);
	get_task_struct(ail_task);
	wake_up_process(ail_task);
	return 0;
}

static void __exit xfs_ail_exit(void)
{
	kthread_stop(ail_task);
	put_task_struct(ail_task);
}

module_init(xfs_ail_init);
module_exit(xfs_ail_exit);
MODULE_DESCRIPTION("xfsaild leaves buffers behind when the file system is shut down");
MODULE_LICENSE("GPL");
