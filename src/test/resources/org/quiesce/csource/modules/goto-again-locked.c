/* expected: StopTerminates ThreadExits UnloadCompletes */
/* A loop of goto, stopped with the lock held that it waits for. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(bus);
static struct task_struct *scanner;

static int scan(void *unused)
{
again:
	mutex_lock(&bus);
	scan_bus();
	mutex_unlock(&bus);
	msleep(50);
	if (!kthread_should_stop())
		goto again;
	return 0;
}

static int __init scan_init(void)
{
	scanner = kthread_run(scan, NULL, "scan");
	if (IS_ERR(scanner)) {
		int err = PTR_ERR(scanner);

		scanner = NULL;
		return err;
	}
	return 0;
}

static void __exit scan_exit(void)
{
	mutex_lock(&bus);
	kthread_stop(scanner);
	mutex_unlock(&bus);
}

module_init(scan_init);
module_exit(scan_exit);
MODULE_LICENSE("GPL");
