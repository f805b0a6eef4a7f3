/* expected: StopTerminates ThreadExits UnloadCompletes */
/* Exit holds the lock of network configuration over the stop of a thread that takes it. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/delay.h>

static struct task_struct *watcher;

static int watch_links(void *data)
{
	while (!kthread_should_stop()) {
		rtnl_lock();
		look_at_links();
		rtnl_unlock();
		msleep(100);
	}
	return 0;
}

static int __init watch_init(void)
{
	watcher = kthread_run(watch_links, NULL, "watch_links");
	return PTR_ERR_OR_ZERO(watcher);
}

static void __exit watch_exit(void)
{
	rtnl_lock();
	forget_links();
	kthread_stop(watcher);
	rtnl_unlock();
}

module_init(watch_init);
module_exit(watch_exit);
MODULE_LICENSE("GPL");
