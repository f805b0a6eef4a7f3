/*
 * The thread releases the lock on every way out.
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
	for (;;) {
		mutex_lock(&lock);
		if (kthread_should_stop()) {
			mutex_unlock(&lock);
			return 0;
		}
		polls++;
		mutex_unlock(&lock);
		msleep(100);
	}
}

static int __init cleaning_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit cleaning_exit(void)
{
	kthread_stop(task);
	mutex_lock(&lock);
	pr_info("%lu polls\n", polls);
	mutex_unlock(&lock);
}

module_init(cleaning_init);
module_exit(cleaning_exit);
MODULE_DESCRIPTION("The thread releases the lock before it leaves");
MODULE_LICENSE("GPL");
