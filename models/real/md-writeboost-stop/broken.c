/*
 * The thread is stopped inside the lock.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/spinlock.h>

static struct task_struct *flush_task;
static DEFINE_SPINLOCK(settings_lock);
static bool enabled = true;

static int flush_proc(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init writeboost_stop_init(void)
{
	flush_task = kthread_run(flush_proc, NULL, "flush_proc");
	if (IS_ERR(flush_task))
		return PTR_ERR(flush_task);
	return 0;
}

static void __exit writeboost_stop_exit(void)
{
	spin_lock(&settings_lock);
	enabled = false;
	kthread_stop(flush_task);
	spin_unlock(&settings_lock);
}

module_init(writeboost_stop_init);
module_exit(writeboost_stop_exit);
MODULE_DESCRIPTION("dm-writeboost stops a thread inside a spinlock");
MODULE_LICENSE("GPL");
