/*
 * Exit sleeps in kthread_stop() with the spinlock in its hands.
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
	spin_lock(&lock);
	kthread_stop(task);
	pr_info("%lu polls\n", polls);
	spin_unlock(&lock);
}

module_init(counting_init);
module_exit(counting_exit);
MODULE_DESCRIPTION("Exit stops the thread while it holds a spinlock");
MODULE_LICENSE("GPL");
