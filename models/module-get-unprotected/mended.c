/*
 * No reference, no session: once the module is going there are no new ones.
 * Linux 5.17 or later; before, the call is module_put_and_exit().
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

static struct task_struct *task;
static struct task_struct *session_task;
static bool request;

static int session(void *data)
{
	msleep(100);
	module_put_and_kthread_exit(0);
}

static int listener(void *data)
{
	while (!kthread_should_stop()) {
		if (request) {
			request = false;
			if (try_module_get(THIS_MODULE)) {
				session_task = kthread_run(session, NULL, "session");
				if (IS_ERR(session_task))
					module_put(THIS_MODULE);
			}
		}
		msleep(100);
	}
	return 0;
}

/* Somebody connects: # echo > /sys/module/.../parameters/device */
static int device(const char *val, const struct kernel_param *kp)
{
	request = true;
	return 0;
}

static const struct kernel_param_ops device_ops = { .set = device };
module_param_cb(device, &device_ops, NULL, 0200);

static int __init listening_init(void)
{
	task = kthread_run(listener, NULL, "listener");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit listening_exit(void)
{
	kthread_stop(task);
}

module_init(listening_init);
module_exit(listening_exit);
MODULE_DESCRIPTION("A session is started only with a reference on the module");
MODULE_LICENSE("GPL");
