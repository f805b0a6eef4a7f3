/*
 * Exit waits for the thread, the thread waits for the lock that exit holds.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static unsigned long polls;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&lock);
		polls++;
		mutex_unlock(&lock);
		msleep(100);
	}
	return 0;
}

static int __init locking_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit locking_exit(void)
{
	mutex_lock(&lock);
	kthread_stop(task);
	pr_info("%lu polls\n", polls);
	mutex_unlock(&lock);
}

module_init(locking_init);
module_exit(locking_exit);
MODULE_DESCRIPTION("Exit stops the thread while it holds a lock that the thread needs");
MODULE_LICENSE("GPL");
