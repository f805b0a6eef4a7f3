/*
 * Exit sleeps in kthread_stop(), in an RCU read section.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
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
	rcu_read_lock();
	kthread_stop(task);
	pr_info("%lu polls\n", polls);
	rcu_read_unlock();
}

module_init(counting_init);
module_exit(counting_exit);
MODULE_DESCRIPTION("Exit stops the thread in an RCU read section");
MODULE_LICENSE("GPL");
