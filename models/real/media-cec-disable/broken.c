/*
 * A disabled adapter leaves the transmit in progress.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/wait.h>

static struct task_struct *kthread_task;
static DECLARE_WAIT_QUEUE_HEAD(kthread_waitq);
static DEFINE_MUTEX(adap_lock);
static bool configured = true;
static bool in_progress;

static int cec_thread(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&adap_lock);
		if (configured)
			in_progress = true;
		mutex_unlock(&adap_lock);
		wait_event(kthread_waitq, !in_progress);
	}
	return 0;
}

static int hardware(const char *val, const struct kernel_param *kp)
{
	in_progress = false;
	wake_up(&kthread_waitq);
	return 0;
}

static const struct kernel_param_ops hardware_ops = { .set = hardware };
module_param_cb(hardware, &hardware_ops, NULL, 0200);

static int __init cec_disable_init(void)
{
	kthread_task = kthread_run(cec_thread, NULL, "cec_thread");
	if (IS_ERR(kthread_task))
		return PTR_ERR(kthread_task);
	return 0;
}

static void __exit cec_disable_exit(void)
{
	mutex_lock(&adap_lock);
	configured = false;
	mutex_unlock(&adap_lock);
	wake_up(&kthread_waitq);
	kthread_stop(kthread_task);
}

module_init(cec_disable_init);
module_exit(cec_disable_exit);
MODULE_DESCRIPTION("A CEC adapter is disabled in a transmit");
MODULE_LICENSE("GPL");
