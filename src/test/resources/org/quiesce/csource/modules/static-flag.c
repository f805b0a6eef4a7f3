/* expected: holds */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

static int *buf;
static struct task_struct *task;

/* Says whether somebody was here before. */
static bool was_here(bool come)
{
	static bool here;

	if (come)
		here = true;
	return here;
}

static int worker(void *data)
{
	was_here(true);
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
	kthread_stop(task);
	if (was_here(false))
		pr_info("it ran\n");
	kfree(buf);
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
