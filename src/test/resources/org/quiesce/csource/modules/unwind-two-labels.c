/* expected: holds */
/* The same; where a step was taken out of the unwinding its label is left, directly before the next. */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/workqueue.h>

struct ctx {
	struct workqueue_struct *wq;
	struct work_struct work;
	struct timer_list timer;
	struct task_struct *thread;
	struct completion started;
	bool dying;
};

static struct ctx *ctx;

static void ctx_work(struct work_struct *work)
{
	struct ctx *c = container_of(work, struct ctx, work);

	if (c->dying)
		return;
	wake_up_process(c->thread);
}

static void ctx_timer(struct timer_list *t)
{
	struct ctx *c = from_timer(c, t, timer);

	queue_work(c->wq, &c->work);
	mod_timer(&c->timer, jiffies + HZ);
}

static int ctx_thread(void *arg)
{
	struct ctx *c = arg;

	complete(&c->started);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init ctx_init(void)
{
	int ret;

	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	init_completion(&ctx->started);
	INIT_WORK(&ctx->work, ctx_work);
	timer_setup(&ctx->timer, ctx_timer, 0);
	ctx->wq = alloc_workqueue("ctx", 0, 0);
	if (!ctx->wq) {
		ret = -ENOMEM;
		goto err_free;
	}
	ctx->thread = kthread_run(ctx_thread, ctx, "ctx");
	if (IS_ERR(ctx->thread)) {
		ret = PTR_ERR(ctx->thread);
		goto err_timer;
	}
	wait_for_completion(&ctx->started);
	ret = misc_register(&dev);
	if (ret)
		goto err_thread;
	mod_timer(&ctx->timer, jiffies + HZ);
	return 0;

err_thread:
	kthread_stop(ctx->thread);
err_timer:
err_wq:
	destroy_workqueue(ctx->wq);
err_free:
	kfree(ctx);
	return ret;
}

static void __exit ctx_exit(void)
{
	misc_deregister(&dev);
	timer_delete_sync(&ctx->timer);
	destroy_workqueue(ctx->wq);
	kthread_stop(ctx->thread);
	kfree(ctx);
}
module_init(ctx_init);
module_exit(ctx_exit);
