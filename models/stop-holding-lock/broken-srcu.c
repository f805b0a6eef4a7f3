/*
 * Exit reads while it waits for the thread, and the thread waits until nobody
 * reads.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/srcu.h>

static struct task_struct *task;
DEFINE_STATIC_SRCU(poll_srcu);
static unsigned long polls;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		synchronize_srcu(&poll_srcu);
		polls++;
		msleep(100);
	}
	return 0;
}

static int __init reading_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit reading_exit(void)
{
	int idx;

	idx = srcu_read_lock(&poll_srcu);
	kthread_stop(task);
	pr_info("%lu polls\n", polls);
	srcu_read_unlock(&poll_srcu, idx);
}

module_init(reading_init);
module_exit(reading_exit);
MODULE_DESCRIPTION("Exit stops the thread in an SRCU section whose end the thread waits for");
MODULE_LICENSE("GPL");
