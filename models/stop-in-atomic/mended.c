/*
 * Once the thread is stopped nobody else needs the lock.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/spinlock.h>

static struct task_struct *task;
static DEFINE_SPINLOCK(lock);
static unsigned long polls;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		spin_lock(&lock);
		polls++;
		spin_unlock(&lock);
		msleep(100);
	}
	return 0;
}

static int __init counting_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit counting_exit(void)
{
	kthread_stop(task);
	pr_info("%lu polls\n", polls);
}

module_init(counting_init);
module_exit(counting_exit);
MODULE_DESCRIPTION("Exit stops the thread before it needs the lock");
MODULE_LICENSE("GPL");
