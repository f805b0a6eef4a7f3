/* expected: NoUseAfterFree */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

static int *buf;
static struct task_struct *task;

static atomic_t here = ATOMIC_INIT(0);

static int worker(void *data)
{
	atomic_xchg(&here, 1);
	while (!kthread_should_stop()) {
		*buf = 1;
		msleep(100);
	}
	return 0;
}

static int __init pump_init(void)
{
	buf = kmalloc(sizeof(*buf), GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	task = kthread_run(worker, NULL, "pump");
	if (IS_ERR(task)) {
		kfree(buf);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit pump_exit(void)
{
	if (atomic_read(&here)) {
		kfree(buf);
		kthread_stop(task);
	} else {
		kthread_stop(task);
		kfree(buf);
	}
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
