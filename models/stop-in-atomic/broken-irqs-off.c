/*
 * Exit sleeps in kthread_stop() with interrupts off; nobody says so, and the
 * sleep turns them on again.
 */
#include <linux/delay.h>
#include <linux/irqflags.h>
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
	unsigned long flags;

	local_irq_save(flags);
	kthread_stop(task);
	pr_info("%lu polls\n", polls);
	local_irq_restore(flags);
}

module_init(counting_init);
module_exit(counting_exit);
MODULE_DESCRIPTION("Exit stops the thread with interrupts off");
MODULE_LICENSE("GPL");
