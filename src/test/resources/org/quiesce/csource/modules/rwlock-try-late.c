/* expected: NoUseAfterFree */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
static struct task_struct *task;
static DEFINE_RWLOCK(lock);
static int *buf;
static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (read_trylock(&lock))
			read_unlock(&lock);
		if (buf)
			*buf = 1;
		msleep(10);
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
	while (!write_trylock(&lock))
		cpu_relax();
	kfree(buf);
	buf = NULL;
	write_unlock(&lock);
	kthread_stop(task);
}
module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
