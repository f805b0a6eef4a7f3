/*
 * Exit asks the result of the thread whether it died. From Linux 5.17 on that is
 * 0, as if the thread had ended well.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/sched/task.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static unsigned long polls;

/* The device gives the number of its channel, which may be wrong. */
static unsigned int channel;
module_param(channel, uint, 0600);

static unsigned long first, second;
static unsigned long *channels[] = { &first, &second, NULL };

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&lock);
		/* channel 2 does not exist: the thread dies here, with the lock */
		(*channels[channel])++;
		polls++;
		mutex_unlock(&lock);
		msleep(100);
	}
	return 0;
}

static int __init oopsing_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void __exit oopsing_exit(void)
{
	int ret;

	ret = kthread_stop(task);
	put_task_struct(task);
	if (ret == 0) {
		mutex_lock(&lock);
		pr_info("%lu polls\n", polls);
		mutex_unlock(&lock);
	}
}

module_init(oopsing_init);
module_exit(oopsing_exit);
MODULE_DESCRIPTION("The result of the thread is to tell whether it died");
MODULE_LICENSE("GPL");
