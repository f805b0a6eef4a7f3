/*
 * Shutdown ends the grace period, then stops the thread.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/wait.h>

struct grace_entry {
	unsigned long count;
};

static struct task_struct *nlmsvc_task;
static struct grace_entry *grace_entry;
static DECLARE_WAIT_QUEUE_HEAD(svc_queue);
static bool signalled;

static int lockd(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(svc_queue, signalled || kthread_should_stop());
		if (signalled) {
			signalled = false;
			grace_entry = kzalloc(sizeof(*grace_entry), GFP_KERNEL);
			if (!grace_entry)
				return -ENOMEM;
		}
	}
	return 0;
}

static int killer(const char *val, const struct kernel_param *kp)
{
	signalled = true;
	wake_up(&svc_queue);
	return 0;
}

static const struct kernel_param_ops killer_ops = { .set = killer };
module_param_cb(killer, &killer_ops, NULL, 0200);

static int __init lockd_grace_init(void)
{
	nlmsvc_task = kthread_create(lockd, NULL, "lockd");
	if (IS_ERR(nlmsvc_task))
		return PTR_ERR(nlmsvc_task);
	get_task_struct(nlmsvc_task);
	wake_up_process(nlmsvc_task);
	return 0;
}

static void __exit lockd_grace_exit(void)
{
	kfree(grace_entry);
	kthread_stop(nlmsvc_task);
	put_task_struct(nlmsvc_task);
}

module_init(lockd_grace_init);
module_exit(lockd_grace_exit);
MODULE_DESCRIPTION("A signal brings lockd's grace period back");
MODULE_LICENSE("GPL");
