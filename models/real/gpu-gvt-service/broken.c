/*
 * The thread waits for a request.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *service_task;
static DECLARE_WAIT_QUEUE_HEAD(service_wq);
static bool request;

static int gvt_service_thread(void *data)
{
	while (!kthread_should_stop()) {
		wait_event(service_wq, request);
		request = false;
	}
	return 0;
}

static int vgpu(const char *val, const struct kernel_param *kp)
{
	request = true;
	wake_up(&service_wq);
	return 0;
}

static const struct kernel_param_ops vgpu_ops = { .set = vgpu };
module_param_cb(vgpu, &vgpu_ops, NULL, 0200);

static int __init gvt_service_init(void)
{
	service_task = kthread_run(gvt_service_thread, NULL, "gvt_service_thread");
	if (IS_ERR(service_task))
		return PTR_ERR(service_task);
	return 0;
}

static void __exit gvt_service_exit(void)
{
	kthread_stop(service_task);
}

module_init(gvt_service_init);
module_exit(gvt_service_exit);
MODULE_DESCRIPTION("GVT-g's service thread waits for requests only");
MODULE_LICENSE("GPL");
