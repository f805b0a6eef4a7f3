/*
 * The sync thread is stopped under the mutex.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/wait.h>

static struct task_struct *sync_task;
static struct task_struct *raid_task;
static DEFINE_MUTEX(reconfig_mutex);
static DECLARE_WAIT_QUEUE_HEAD(wait_for_stripe);
static bool superblock_written;

static int md_thread(void *data)
{
	while (!kthread_should_stop()) {
		wait_event(wait_for_stripe, superblock_written);
		msleep(100);
	}
	return 0;
}

static int raid5d(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&reconfig_mutex);
		superblock_written = true;
		wake_up(&wait_for_stripe);
		mutex_unlock(&reconfig_mutex);
		msleep(100);
	}
	return 0;
}

static int __init raid5_reconfig_init(void)
{
	raid_task = kthread_run(raid5d, NULL, "raid5d");
	if (IS_ERR(raid_task))
		return PTR_ERR(raid_task);
	sync_task = kthread_run(md_thread, NULL, "md_thread");
	if (IS_ERR(sync_task)) {
		kthread_stop(raid_task);
		return PTR_ERR(sync_task);
	}
	return 0;
}

static void __exit raid5_reconfig_exit(void)
{
	mutex_lock(&reconfig_mutex);
	kthread_stop(sync_task);
	mutex_unlock(&reconfig_mutex);
	kthread_stop(raid_task);
}

module_init(raid5_reconfig_init);
module_exit(raid5_reconfig_exit);
MODULE_DESCRIPTION("md stops a thread that a third one must free, under that one's lock");
MODULE_LICENSE("GPL");
